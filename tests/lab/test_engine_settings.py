"""What the engine process and the doctor hear of the settings."""

from pathlib import Path

import pytest

from lab import doctor
from lab.bench_command import BenchOptionUnknown, _options_of
from lab.engine_process import environment
from lab.settings import Settings


def test_the_engine_process_hears_of_the_large_model_and_may_fetch_nothing(tmp_path: Path) -> None:
    told = environment(Settings(data=tmp_path, large_model="/srv/models/one", large_size=512))
    assert (told["VERKSTAD_LARGE_MODEL"], told["VERKSTAD_LARGE_SIZE"]) == ("/srv/models/one", "512")
    assert told["HF_HUB_OFFLINE"] == "1"


def test_a_model_is_fetched_only_where_the_lab_says_so(tmp_path: Path) -> None:
    assert environment(Settings(data=tmp_path, large_download=True))["HF_HUB_OFFLINE"] == "0"


def test_the_doctor_tells_of_a_large_model_that_is_not_here(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    told = doctor._large_model(Settings(data=tmp_path, large_model=str(tmp_path / "model"), device="cpu"))
    assert not told.ok
    assert "model_index.json" in told.found
    assert told.advice


def test_the_doctor_tells_of_a_certificate_that_cannot_be_used(tmp_path: Path) -> None:
    told = doctor._certificate(Settings(data=tmp_path, c2pa_certificate=tmp_path / "none.pem"))
    assert not told.ok
    assert "none.pem" in told.found


def test_the_doctor_says_nothing_of_what_a_lab_has_not_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "DEVICE", "print('cpu')")
    names = [check.name for check in doctor.examined(Settings(data=tmp_path))]
    assert not {"Large model", "Certificate"} & set(names)


def measure(painters: str = "1,8", seconds: float = 20.0, repeats: int = 3, large: bool = False) -> None:
    """Stands for a measurement."""


def test_a_measurement_is_told_what_stands_after_its_name() -> None:
    told = ["--painters", "1,2", "--seconds", "0.5", "--repeats", "7", "--large"]
    assert _options_of(measure, told) == {"painters": "1,2", "seconds": 0.5, "repeats": 7, "large": True}


@pytest.mark.parametrize("told", [["--unknown", "1"], ["--seconds"], ["--repeats", "many"], ["seven"]])
def test_what_a_measurement_does_not_know_is_told(told: list[str]) -> None:
    with pytest.raises(BenchOptionUnknown) as caught:
        _options_of(measure, told)
    assert "--painters" in caught.value.advised()
