"""How many posters are public is counted without reading them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posters", "0003_public_search_by_index")]
    operations = [
        migrations.AddIndex(
            model_name="releasedposter",
            index=models.Index(
                fields=["expires_at"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="posters_released_public",
            ),
        ),
    ]
