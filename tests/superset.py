"""An installed Superset that tests import into and ask, in processes of its own: it shares no library with us."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASK = """
import json, sys
from superset.app import create_app

client = create_app().test_client()
login = {"username": "admin", "password": "admin", "provider": "db"}
headers = {"Authorization": "Bearer " + client.post("/api/v1/security/login", json=login).json["access_token"]}

def get(path):
    answer = client.get("/api/v1/" + path, headers=headers)
    return answer.json if answer.status_code == 200 else {"result": [], "error": answer.get_data(as_text=True)}

def listed(kind):
    return [part["id"] for part in get(kind + "/?q=(page_size:100)")["result"]]

if len(sys.argv) > 2:
    with open(sys.argv[2], "rb") as file:
        answer = client.post("/api/v1/assets/import/", headers=headers, data={"bundle": (file, "bundle.zip")}, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
charts = {}
for number in listed("chart"):
    answer = get(f"chart/{number}/data/?force=true")
    charts[get(f"chart/{number}")["result"]["slice_name"]] = [answer.get("error"), [len(part["data"]) for part in answer["result"]]]
datasets = {}
for number in listed("dataset"):
    found = get(f"dataset/{number}")["result"]
    datasets[found["table_name"]] = {column["column_name"]: column["description"] for column in found["columns"]}
drawn = {}
for number in listed("dashboard"):
    found = get(f"dashboard/{number}")["result"]
    filters = json.loads(found["json_metadata"])["native_filter_configuration"]
    targets = [get(f"dataset/{target['datasetId']}")["result"]["table_name"] for each in filters for target in each["targets"]]
    drawn[found["dashboard_title"]] = [len(get(f"dashboard/{number}/charts")["result"]), targets]
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"charts": charts, "datasets": datasets, "dashboards": drawn}, file)
"""

CONFIG = """
SECRET_KEY = "only for this test, and long enough for it to be taken"
SQLALCHEMY_DATABASE_URI = "sqlite:///{home}/superset.db?check_same_thread=false"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
RATELIMIT_ENABLED = False
FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG = {{"CACHE_TYPE": "SimpleCache"}}
"""


@dataclass(frozen=True, slots=True)
class Superset:
    """An installed Superset with a home of its own."""

    programs: Path
    home: Path

    def run(self, *command: str, **more: str) -> None:
        """A command with its programs first on the path; it must end well."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "SUPERSET_", "FLASK_"))}
        own = {"SUPERSET_HOME": str(self.home), "SUPERSET_CONFIG_PATH": str(self.home / "superset_config.py"), "FLASK_APP": "superset"}
        own["PATH"] = os.pathsep.join([str(self.programs), kept.get("PATH", "")])
        done = subprocess.run(
            command, env=kept | own | more, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, cwd=self.home
        )
        assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-4000:])

    def ask(self, *upload: str) -> Any:
        """What its API says of charts, datasets and dashboards."""
        (self.home / "ask.py").write_text(ASK, encoding="utf-8")
        self.run(str(self.programs / "python"), "ask.py", "told.json", *upload)
        return json.loads((self.home / "told.json").read_text(encoding="utf-8"))
