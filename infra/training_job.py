"""Entry point of a job on EMR Serverless: the command `train` with the job's arguments."""

import sys

from model_build.__main__ import main

sys.exit(main(["train", *sys.argv[1:]]))
