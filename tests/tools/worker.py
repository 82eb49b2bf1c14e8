"""The worker of background tasks, for one turn."""

from django_tasks_db.management.commands.db_worker import Worker


def work() -> None:
    """Do all that is due, as the worker does."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()
