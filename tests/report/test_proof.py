"""A workbook is proved by its functions: a difference fails the command."""


def test_a_failed_check_exits_with_1(run, monkeypatch):
    import betahedge.report.proof as module

    monkeypatch.setattr(module, "same", lambda value, wanted, *_: value != 1.8 and value == wanted)
    code, out, err = run("demo")
    assert code == 1
    assert "function cells differ" in out
    assert "Hedge!G10: is 1.8, must be 1.8" in err
