"""The classroom app."""

from django.apps import AppConfig

from config.lifespan import on_start


class ClassroomConfig(AppConfig):
    """Ends classes that are over while the web process lives; tells sharing, lessons and the wall who is in a class and what of it."""

    name = "classroom"

    def ready(self) -> None:
        """Register with whoever must know."""
        from django.db.models.signals import pre_delete  # noqa: PLC0415

        from classroom.classmates import CLASSES  # noqa: PLC0415
        from classroom.ending import delete_accounts, watch_over_classes  # noqa: PLC0415
        from classroom.lessons import LESSONS  # noqa: PLC0415
        from classroom.models import Class  # noqa: PLC0415
        from classroom.news import worked  # noqa: PLC0415
        from classroom.stuck import analysed  # noqa: PLC0415
        from classroom.telling import listen  # noqa: PLC0415
        from designer import activity, classmates, lesson_sources  # noqa: PLC0415

        classmates.register(CLASSES)
        lesson_sources.register(LESSONS)
        activity.register(activity.Listener(worked=worked, analysed=analysed))
        listen()
        on_start(watch_over_classes)
        pre_delete.connect(delete_accounts, sender=Class)
