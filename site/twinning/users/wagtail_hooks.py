"""What users add to Wagtail."""

from wagtail import hooks

from twinning.users.account import digest_panel

hooks.register("register_account_settings_panel", digest_panel)
