"""Fixtures of the tests of moderation: the world of rights, and what its people do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield


@pytest.fixture
def submit(world, django_capture_on_commit_callbacks) -> Callable[..., Any]:
    """Have somebody change a story's title and submit it, by the page editor of the admin."""

    def submit(name: str, story: Any, title: str) -> Any:
        data = nested_form_data(
            {
                "title": title,
                "slug": story.slug,
                "body": streamfield([]),
                "date_precision": "day",
                "comments": inline_formset([]),
                "action-submit": "1",
            }
        )
        with django_capture_on_commit_callbacks(execute=True):
            edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
            answer = world.client(name).post(edit, data)
        return answer

    return submit


@pytest.fixture
def act(world, django_capture_on_commit_callbacks) -> Callable[..., Any]:
    """Have somebody approve or reject what waits, by the admin's own view."""

    def act(name: str, page: Any, action: str, comment: str = "") -> Any:
        state = page.current_workflow_task_state
        view = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        with django_capture_on_commit_callbacks(execute=True):
            answer = world.client(name).post(view, {"comment": comment})
        page.refresh_from_db()
        return answer

    return act
