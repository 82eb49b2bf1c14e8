"""The site's glossary at DeepL, one for each pair of languages, made anew when it has changed.

https://developers.deepl.com/api-reference/multilingual-glossaries: DeepL itself inflects the names
that it is given. A translation that has to do without its glossary is still one: it is logged.
"""

import hashlib
import logging

from django.db import transaction

from twinning.translation import glossary
from twinning.translation.machine.failures import MachineFailed
from twinning.translation.machine.http import Service
from twinning.translation.models import MachineGlossary

logger = logging.getLogger(__name__)

SERVICE = "deepl"
#: Bytes of each text of an entry that DeepL takes.
_LONGEST = 1024


def identifier(service: Service, base: str, source: str, target: str) -> str | None:
    """DeepL's identifier of the glossary for a pair of languages; None where there is none."""
    entries = _entries(source, target)
    digest = hashlib.sha256(entries.encode()).hexdigest()
    known = MachineGlossary.objects.filter(service=SERVICE, source=source, target=target).first()
    if known is not None and known.digest == digest:
        return known.remote_id
    try:
        made = _make(service, base, source, target, entries) if entries else None
    except MachineFailed as error:
        logger.warning("DeepL takes no glossary %s-%s (%s)", source, target, error.status)
        return None
    old = _keep(source, target, digest, made)
    if old:
        _delete(service, base, old)
    return made


def forget(remote_id: str) -> None:
    """Have the glossary made anew the next time: DeepL does not know it."""
    logger.warning("DeepL does not know its glossary any more")
    MachineGlossary.objects.filter(service=SERVICE, remote_id=remote_id).delete()


def _entries(source: str, target: str) -> str:
    """The glossary as DeepL takes it, a line for each form (TSV)."""
    pairs = [(" ".join(a.split()), " ".join(b.split())) for a, b in _pairs(source, target)]
    return "\n".join(
        f"{form}\t{name}"
        for form, name in sorted(pairs)
        if form and name and max(len(form.encode()), len(name.encode())) <= _LONGEST
    )


def _pairs(source: str, target: str) -> list[tuple[str, str]]:
    return glossary.current().pairs(source, target)


def _make(service: Service, base: str, source: str, target: str, entries: str) -> str:
    dictionary = {
        "source_lang": source.partition("-")[0],
        "target_lang": target.partition("-")[0],
        "entries": entries,
        "entries_format": "tsv",
    }
    payload = {"name": f"Twinning {source}-{target}", "dictionaries": [dictionary]}
    answer = service.ask("POST", f"{base}/v3/glossaries", payload)
    made = answer.get("glossary_id") if isinstance(answer, dict) else None
    if not isinstance(made, str) or not 0 < len(made) <= 100:
        raise MachineFailed("DeepL has not said what it calls the glossary.")
    return made


@transaction.atomic
def _keep(source: str, target: str, digest: str, made: str | None) -> str | None:
    """Note the new one; gives the one that it replaces."""
    kept = MachineGlossary.objects.filter(service=SERVICE, source=source, target=target)
    known = kept.select_for_update().first()
    if made is None:
        kept.delete()
    else:
        MachineGlossary.objects.update_or_create(
            service=SERVICE,
            source=source,
            target=target,
            defaults={"digest": digest, "remote_id": made},
        )
    return known.remote_id if known else None


def _delete(service: Service, base: str, remote_id: str) -> None:
    try:
        service.ask("DELETE", f"{base}/v3/glossaries/{remote_id}")
    except MachineFailed as error:
        logger.warning("DeepL has not deleted an old glossary (%s)", error.status)
