"""The addresses of the desk."""

from porchlight.programmes.forensics.staff import biometrics, custody, persons

urlpatterns = [*biometrics.urlpatterns, *custody.urlpatterns, *persons.urlpatterns]
