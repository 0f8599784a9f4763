"""The addresses of the desk."""

from porchlight.programmes.forensics.staff import persons

urlpatterns = [*persons.urlpatterns]
