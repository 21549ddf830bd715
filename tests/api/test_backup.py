"""The backup that the documentation describes brings a workspace back."""

import os
import re
import subprocess
from pathlib import Path

from tests.api.command_line import AS_OF, ROOT, clew_on_path, run_clew

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
BLOCK = re.compile(r"<!-- backup -->\n```sh\n(.*?)```", re.DOTALL)


def test_a_workspace_is_restored_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "a.csv").write_text(f"{HEADER}\nJ-1,结婚,李大明,,王小红,,2020-01-05,某局", "utf-8")
    done = run_clew("run", tmp_path / "exports", "-w", tmp_path / "WS", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    env = {**os.environ, "PATH": clew_on_path(tmp_path / "bin")}
    blocks = BLOCK.findall((ROOT / "docs" / "operating.md").read_text("utf-8"))
    assert len(blocks) == 2
    for commands in blocks:
        told = subprocess.run(
            ["sh", "-ec", commands], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr
    assert "0 of 0 leads" in told.stdout
    assert "李*" in run_clew("person", "search", "李大明", "-w", tmp_path / "restored").stdout
