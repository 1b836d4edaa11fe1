"""The job engine: DBOS runs each attempt as a durable workflow and keeps the clock. The only importer of dbos.

A workflow holds two steps, the handler and its settling on the row. After a power cut DBOS takes up what was running; a step that
had finished is not run again. DBOS's own tables stand in `instance/jobs.sqlite`, or in the schema `dbos` of PostgreSQL: our
migrations and backups do not see them, and losing them loses nothing, since the outbox rows are the record.
"""

from datetime import datetime, timedelta
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetWorkflowID
from flask import Flask
from sqlalchemy import make_url

from shop.jobs import work
from shop.jobs.registry import TIMED, daily, load_handlers
from shop.kernel import outbox
from shop.kernel.clock import now

OUTBOX_QUEUE, TIMED_QUEUE = "outbox", "timed"
AT_ONCE = 3  # mails wait for their server; photos want a core each
AHEAD = 50  # messages handed to the engine at a time
CRASHES_BEFORE_GIVING_UP = 3
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
KEPT = timedelta(days=3)
GRACE_SECONDS = 20

_app: Flask | None = None  # the one application this process works for


def start(app: Flask) -> None:
    """Launch the engine, take up what a dead process left, and set the clock for timed work."""
    global _app
    _app = app
    load_handlers()
    DBOS(config=_config(app))
    DBOS.launch()
    for name, at_once in ((OUTBOX_QUEUE, AT_ONCE), (TIMED_QUEUE, 1)):
        DBOS.register_queue(name, worker_concurrency=at_once, polling_interval_sec=0.5, on_conflict="always_update")
    _set_clock()


def deliver_due() -> None:
    """Hand every due message to the engine. The workflow's id names message and attempt, so none is begun twice."""
    with _app.app_context():
        due = outbox.due_messages(AHEAD)
    for message_id, attempts in due:
        workflow_id = f"outbox-{message_id}-{attempts + 1}"
        status = DBOS.get_workflow_status(workflow_id)
        if status is None:
            with SetWorkflowID(workflow_id):
                DBOS.enqueue_workflow(OUTBOX_QUEUE, work_message, message_id, attempts)
        elif status.status in ENDED:
            # It ended without settling the row: it killed the process again and again, or the row came back from a backup.
            work.settle(_app, message_id, attempts, work.LOST)


def stop() -> None:
    """Begin nothing new and let what runs finish, for a while; what does not is taken up by the next process."""
    DBOS.destroy(workflow_completion_timeout_sec=GRACE_SECONDS)


@DBOS.workflow(name="work_message", max_recovery_attempts=CRASHES_BEFORE_GIVING_UP)
def work_message(message_id: int, attempts: int) -> None:
    """One attempt at one message."""
    outcome = DBOS.run_step({"name": "attempt"}, lambda: work.attempt(_app, message_id, attempts))
    if outcome is not None:
        DBOS.run_step({"name": "settle"}, lambda: work.settle(_app, message_id, attempts, outcome))


@DBOS.workflow(name="do_timed", max_recovery_attempts=CRASHES_BEFORE_GIVING_UP)
def do_timed(_scheduled_at: datetime, name: str) -> None:
    """One piece of timed work; the clock of DBOS calls it."""
    if name in TIMED:  # else an upgrade has taken it away
        work.do_timed(_app, name)


@daily(at="03:40")
def forget_ended_workflows() -> None:
    """Remove the engine's own record of what ended days ago."""
    before = (now() - KEPT).isoformat()
    while ended := DBOS.list_workflows(status=ENDED, completed_before=before, limit=500, load_input=False, load_output=False):
        DBOS.delete_workflows([workflow.workflow_id for workflow in ended])


def _set_clock() -> None:
    for schedule in DBOS.list_schedules():
        if schedule["schedule_name"] not in TIMED:
            DBOS.delete_schedule(schedule["schedule_name"])
    DBOS.apply_schedules(
        [
            {
                "schedule_name": timed.name,
                "workflow_fn": do_timed,
                "schedule": timed.cron,
                "context": timed.name,
                "automatic_backfill": timed.catches_up,
                "cron_timezone": "Asia/Bangkok",
                "queue_name": TIMED_QUEUE,
            }
            for timed in TIMED.values()
        ]
    )


def _config(app: Flask) -> DBOSConfig:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    own_file = f"sqlite:///{Path(app.config['INSTANCE_PATH']) / 'jobs.sqlite'}"
    is_postgresql = url.get_backend_name() == "postgresql"
    return {
        "name": "ngandee",
        "system_database_url": url.render_as_string(hide_password=False) if is_postgresql else own_file,
        "executor_id": "jobs",  # always the same: a new process takes up what the dead one of that name left
        "application_version": "1",  # pinned, else an upgrade would strand what was running; steps changed: raise it
        "max_executor_threads": 8,
        "sys_db_pool_size": 5,
        "use_listen_notify": False,
        "scheduler_polling_interval_sec": 30.0,
        "log_level": "WARNING",
    }
