from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_a_test_meets_the_database_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    wanted = "postgresql" if request.config.getoption("postgres") else "sqlite"
    assert connection.vendor == wanted
    assert str(connection.settings_dict["NAME"]) != str(settings.DATA / "gongkai.sqlite3")


def test_no_test_writes_into_a_data_folder_of_real_work() -> None:
    assert settings.DATA.name.startswith("gongkai-tests-")
    assert Path.cwd() / "gongkai-data" != settings.DATA


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_is_new_enough_for_production_and_speaks_utf8() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
        cursor.execute("SELECT '四间房镇'")
        assert cursor.fetchone() == ("四间房镇",)
