"""Django's administration as an app of ours."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """The administration, for administrators alone."""

    default_site = "classroom.admin_site.AdministrationSite"
