"""The addresses of the desk."""

from porchlight.programmes.forensics.staff import biometrics, persons

urlpatterns = [*biometrics.urlpatterns, *persons.urlpatterns]
