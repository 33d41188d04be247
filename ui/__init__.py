"""The command line and the app: two thin faces over the same few calls."""

import os

# gradio and huggingface_hub read these when they are imported: nothing is to be reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
