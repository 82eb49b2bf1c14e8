"""What is published through Wagtail's API v3 is in the log once as well."""

import json

from twinning.security.tokens import making


def test_a_publication_through_v3_is_one_row(log, tree, client, admin_user) -> None:
    _token, key = making.make(admin_user, "log", "write")
    change = {"meta": {"type": "towns.TownPage", "action": "publish"}, "title": "Almelo!"}
    response = client.patch(
        f"/api/v3/pages/{tree.almelo.pk}/",
        json.dumps(change),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert response.status_code == 200, response.content
    [row] = log.rows()
    assert (row.event, row.path, row.title) == ("page.published", "/en/towns/almelo/", "Almelo!")
