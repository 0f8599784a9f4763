"""The addresses of the desk."""

from porchlight.programmes.matching.staff import pairings, search

urlpatterns = [*search.urlpatterns, *pairings.urlpatterns]
