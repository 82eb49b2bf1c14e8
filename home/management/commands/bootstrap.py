"""Everything that the first `make run` needs and a later one finds done."""

import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandParser, call_command
from wagtail.models import Site

from home.demo import loader
from twinning.settings import env
from twinning.translation.rights import defaults, granting, roles


class Command(BaseCommand):
    """Migrate, compile the catalogues, load first content, make groups and an administrator."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="where the site will be served on localhost")

    def handle(self, *args: Any, **options: Any) -> None:
        login_file = env.admin_login_file()  # a wrong one is told before anything is done
        call_command("migrate", verbosity=0)
        call_command("compile_catalogues", verbosity=0)
        loaded = loader.needed()
        if loaded:
            self.stdout.write("Loading the content, once:")
            defaults.disarm()
            granting.sync()  # so that pictures find the collection of all
            loader.load(self.stdout.write)
        if loaded or not roles.in_use():
            granting.sync()
        call_command("refresh_translation_states", missing=True)
        if options["port"]:
            Site.objects.filter(hostname="localhost").exclude(port=options["port"]).update(
                port=options["port"]
            )
        self.stdout.write(self.administrator(login_file))

    def administrator(self, login_file: Path) -> str:
        """Make the first administrator; a sentence on how to log in."""
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            known = f", see {login_file.name}" if login_file.exists() else ""
            return f"The administrator's login is the one made before{known}."
        password = secrets.token_urlsafe(12)
        login_file.touch(mode=0o600)
        login_file.write_text(f"admin {password}\n", encoding="utf-8")
        users.create_superuser(username="admin", email="", password=password)
        return (
            f"Login for the admin, shown this once and kept in {login_file.name}: admin {password}"
        )
