"""Settings: what is missing is made and kept, what is weak refuses to start."""

import pytest

from config import BadSetting, settings_from_environment

STRONG = "a-lotus-opens-in-the-morning-and-closes-at-noon"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in ("SECRET_KEY", "DATA_KEYS", "DATABASE_URL", "PUBLIC_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)


def test_missing_keys_are_made_once_and_kept(tmp_path):
    first = settings_from_environment({"INSTANCE_PATH": tmp_path})
    second = settings_from_environment({"INSTANCE_PATH": tmp_path})

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["SECRET_KEY"] != first["DATA_KEYS"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_nobody_else_looks_into_the_markets_folder(tmp_path):
    fresh, open_one = tmp_path / "fresh", tmp_path / "open"
    open_one.mkdir(mode=0o755)
    for folder in (fresh, open_one):
        settings_from_environment({"INSTANCE_PATH": folder})

        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEYS"])
def test_a_public_market_refuses_to_start_without_its_keys(tmp_path, name):
    keys = {"SECRET_KEY": STRONG, "DATA_KEYS": STRONG, name: ""}

    with pytest.raises(BadSetting, match=name):
        settings_from_environment({"INSTANCE_PATH": tmp_path, "PUBLIC_URL": "https://market.example", **keys})

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("weak", ["short", f"{STRONG},short"])
def test_a_weak_data_key_is_refused_everywhere(tmp_path, weak):
    with pytest.raises(BadSetting, match="DATA_KEYS"):
        settings_from_environment({"INSTANCE_PATH": tmp_path, "DATA_KEYS": weak})


def test_a_secret_key_may_hold_a_comma(tmp_path):
    assert settings_from_environment({"INSTANCE_PATH": tmp_path, "SECRET_KEY": f"{STRONG},x"})["SECRET_KEY"] == f"{STRONG},x"


def test_cookies_are_host_bound_and_secure_where_the_market_is_https(tmp_path):
    settings = settings_from_environment(
        {"INSTANCE_PATH": tmp_path, "PUBLIC_URL": "https://market.example", "SECRET_KEY": STRONG, "DATA_KEYS": STRONG}
    )

    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["BASKET_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"]


@pytest.mark.parametrize("url", ["postgres://host/market", "postgresql://host/market", "postgresql+psycopg://host/market"])
def test_postgresql_is_reached_by_its_address_alone(tmp_path, url):
    settings = settings_from_environment({"INSTANCE_PATH": tmp_path, "DATABASE_URL": url})

    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://host/market"


def test_proxies_are_a_number(tmp_path):
    with pytest.raises(BadSetting, match="TRUSTED_PROXIES"):
        settings_from_environment({"INSTANCE_PATH": tmp_path, "TRUSTED_PROXIES": "one"})


@pytest.mark.parametrize(
    "line",
    [
        {"LINE_LOGIN_CLIENT_ID": "2000000001"},
        {"LINE_LOGIN_CLIENT_SECRET": "secret"},
        {"LINE_CHANNEL_ACCESS_TOKEN": "token"},
        {"LINE_API_BASE": "api.line.example"},
    ],
)
def test_half_of_line_refuses_to_start(tmp_path, line):
    with pytest.raises(BadSetting, match="LINE"):
        settings_from_environment({"INSTANCE_PATH": tmp_path, **line})
