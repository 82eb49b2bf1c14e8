# Pictures are those of the site's own image model, whichever it is; for media.TwinningImage
# nothing changes.

import django.db.models.deletion
from django.db import migrations, models
from wagtail.images import get_image_model_string

PAGES = ['storyindexpage', 'storypage', 'sharestorypage']


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(get_image_model_string()),
        ('stories', '0004_languages_of_any_site'),
    ]

    operations = [
        migrations.AlterField(
            model_name=page,
            name='picture',
            field=models.ForeignKey(blank=True, help_text='Stands at the head of the page and on its card.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=get_image_model_string(), verbose_name='picture'),
        )
        for page in PAGES
    ]
