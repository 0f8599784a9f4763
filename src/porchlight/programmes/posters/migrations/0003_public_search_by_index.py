"""The public's search finds words by how they begin, and the newest first, without reading all."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posters", "0002_one_copy_of_each_child_for_partners")]
    operations = [
        migrations.AddIndex(
            model_name="releasedposter",
            index=GinIndex(
                SearchVector("name_words", config="simple"), name="posters_released_words"
            ),
        ),
        migrations.AddIndex(
            model_name="releasedposter",
            index=models.Index(fields=["released_at", "code"], name="posters_released_newest"),
        ),
    ]
