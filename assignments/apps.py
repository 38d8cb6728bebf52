"""The app of assignments."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """Lends the visible parts of data sets and keeps the hidden ones."""

    name = "assignments"

    def ready(self) -> None:
        """Register with whoever must know."""
        from django.db.models.signals import post_delete  # noqa: PLC0415

        from assignments import belongings, checking, handing_in, ranking, splitting, starting  # noqa: PLC0415
        from assignments.models import Assignment, HandIn  # noqa: PLC0415
        from classroom import board  # noqa: PLC0415
        from classroom.belongings import pack_also  # noqa: PLC0415
        from designer import kept_weights  # noqa: PLC0415
        from training import lending, withheld  # noqa: PLC0415

        lending.register(lending.Lender(may_read=splitting.may_read, names=splitting.lent_to, guards=splitting.guards))
        withheld.register(withheld.Keeper(samples=checking.samples, scored=checking.scored))
        pack_also(belongings.packed)
        board.register(ranking.rankings)
        kept_weights.used_by(starting.with_weights)
        post_delete.connect(splitting.forget, sender=Assignment)
        post_delete.connect(handing_in.forget, sender=HandIn)
