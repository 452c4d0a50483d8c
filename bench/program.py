"""The program that campaigns run: the one that FAULTLINE names, or build/release/faultline."""
import os
import pathlib
import subprocess
import sys

PROGRAM = os.environ.get("FAULTLINE", str(pathlib.Path(__file__).resolve().parents[1] / "build/release/faultline"))


def faultline(*arguments, ends_with=(0,)):
    """What it writes; the campaign ends, with what it says, where its exit code is none of `ends_with`."""
    ended = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    if ended.returncode not in ends_with:
        sys.exit(f"{' '.join([PROGRAM, *arguments])} ended with {ended.returncode}\n{ended.stderr}")
    return ended.stdout
