from pathlib import Path
import fcntl
import importlib.util
import pytest
import socket
import subprocess
import sys


PREFLIGHT = Path(__file__).parents[3] / "instance" / "preflight.py"


@pytest.fixture
def preflight():
    spec = importlib.util.spec_from_file_location("preflight", PREFLIGHT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_this_python_will_do(preflight):
    assert preflight.python() is None


def test_an_old_python_is_named_with_the_way_out(preflight, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    sentence = preflight.python()
    assert "Python 3.11 or newer is needed" in sentence
    assert "3.10" in sentence
    assert "make run PYTHON=" in sentence


def test_a_missing_module_names_the_package_to_install(preflight, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert preflight.python().endswith("apt-get install python3-venv.")


def test_a_free_port_will_do(preflight, listener):
    port = listener.getsockname()[1]
    listener.close()
    assert preflight.port(str(port)) is None


def test_a_busy_port_is_named_with_another(preflight, listener):
    port = listener.getsockname()[1]
    assert preflight.port(str(port)).startswith(f"Port {port} is taken: stop what uses it")


@pytest.mark.parametrize("text", ["abc", "", "0", "65536", "-1", "80 80", "8080; rm"])
def test_what_is_no_port_gets_a_sentence(preflight, text):
    assert "is not a port" in preflight.port(text)


def test_a_storage_held_by_a_server_is_not_idle(preflight, tmp_path):
    storage = tmp_path / "Data.fs"
    assert preflight.idle(str(storage)) is None
    with open(f"{storage}.lock", "w") as lock:
        assert preflight.idle(str(storage)) is None
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "stop the server" in preflight.idle(str(storage))


def test_a_path_with_a_space_is_refused(preflight):
    assert preflight.place("/home/agent/prai") is None
    assert "holds a space" in preflight.place("/home/agent/mes documents/prai")


def test_a_refusal_is_one_sentence_and_a_failure(listener):
    port = str(listener.getsockname()[1])
    done = subprocess.run([sys.executable, PREFLIGHT, "port", port], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
