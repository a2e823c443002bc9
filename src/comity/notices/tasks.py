"""The jobs that procrastinate keeps in the database and runs in the clerk's process."""

from datetime import timedelta

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

QUEUE = "notices"
TRIES = 8
"""Times that a delivery is tried: after 4, 16, 64 … seconds, the last one six hours after the first."""
KEPT = timedelta(days=7)
"""So long one can see what became of a job that failed; of deliveries that is kept apart."""


@app.task(
    name="notices.deliver",
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=TRIES - 1, exponential_wait=4),
)
def deliver(context: JobContext, delivery: int) -> None:
    from comity.notices import sending

    sending.send(delivery, last=context.job.attempts >= TRIES - 1)


@app.periodic(cron="0 6 * * *")
@app.task(name="notices.daily", queue=QUEUE, retry=3)
def daily(timestamp: int) -> None:
    """At 06:00 UTC; or when the clerk comes back, if it was away then."""
    from comity.notices import following

    following.daily()


@app.periodic(cron="* * * * *")
@app.task(name="notices.revive", queue=QUEUE)
async def revive(timestamp: int) -> None:
    """Take up again what a clerk that was killed had begun, and forget old jobs."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
    await app.job_manager.delete_old_jobs(
        nb_hours=int(KEPT.total_seconds() // 3600), include_failed=True, include_cancelled=True, include_aborted=True
    )
