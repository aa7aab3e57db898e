"""What the imported facts lack or have wrong, each with its reason. `import.py` applies it."""

import re

# Base URLs as clients append `/chat/completions` to them.
BASE_URL = {
    # The facts have the host only; the path is in the providers' own documentation.
    "arcee": "https://api.arcee.ai/api/v1",
    "avian": "https://api.avian.io/v1",
    "doubleword": "https://api.doubleword.ai/v1",
    "quicksilverpro": "https://api.quicksilverpro.io/v1",
    # The facts have the full method here.
    "bailing": "https://api.tbox.cn/api/llm/v1",
    # The part in brackets goes away for the region `global`.
    "google-vertex": "https://[{region}-]aiplatform.googleapis.com/v1/projects/{project}/locations/{region}",
    "google-vertex-anthropic": "https://[{region}-]aiplatform.googleapis.com/v1/projects/{project}/locations/{region}",
    # One name for what the environment variable holds.
    "cloudflare-workers-ai": "https://api.cloudflare.com/client/v4/accounts/{account}/ai/v1",
    "databricks": "https://{host}/ai-gateway/mlflow/v1",
    "snowflake-cortex": "https://{account}.snowflakecomputing.com/api/v2/cortex/v1",
}
BASE_URL_BASIS = {
    "arcee": "docs.arcee.ai",
    "avian": "the provider's clients",
    "doubleword": "the provider's clients",
    "quicksilverpro": "the provider's clients",
}

# Variables that may hold the key, where the facts name none or mix them with settings.
KEY_VARIABLES = {
    "amazon-bedrock": ["AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID"],
    "arcee": ["ARCEEAI_API_KEY", "ARCEE_API_KEY"],
    "avian": ["AVIAN_API_KEY"],
    "azure": ["AZURE_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_CREDENTIALS"],
    "clarifai": ["CLARIFAI_PAT"],
    "cohere": ["COHERE_API_KEY", "CO_API_KEY"],
    "doubleword": ["DOUBLEWORD_API_KEY"],
    "google": ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
    "quicksilverpro": ["QUICKSILVERPRO_API_KEY"],
    "snowflake-cortex": ["SNOWFLAKE_CORTEX_PAT"],
}

# The first dialect of a provider, where the facts name one that is another dialect with declared data.
DIALECT = {
    "azure": "openai-chat",  # deployments in the path and a version in the query: see QUIRKS
}

# How a provider takes credentials, where the facts know one way of several.
AUTH = {
    "azure": "header:api-key,azure-entra",  # a key, or an Entra application's bearer token
}

# Placeholders and further parts of a credential, with the variables that may hold them.
SETTINGS = {
    "amazon-bedrock": {
        "region": ["AWS_REGION", "AWS_DEFAULT_REGION"],
        "secret_access_key": ["AWS_SECRET_ACCESS_KEY"],
        "session_token": ["AWS_SESSION_TOKEN"],
    },
    "azure": {"resource": ["AZURE_RESOURCE_NAME"]},
    "cloudflare-workers-ai": {"account": ["CLOUDFLARE_ACCOUNT_ID"]},
    "databricks": {"host": ["DATABRICKS_HOST"]},
    "google-vertex": {
        "project": ["GOOGLE_VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT"],
        "region": ["GOOGLE_VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION"],
    },
    "google-vertex-anthropic": {
        "project": ["GOOGLE_VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT"],
        "region": ["GOOGLE_VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION"],
    },
    "ibm-watsonx": {"region": ["WATSONX_REGION"]},
    "oracle-oci": {"region": ["OCI_REGION"]},
    "snowflake-cortex": {"account": ["SNOWFLAKE_ACCOUNT"]},
}

# Further dialects of a provider, each under a base URL of its own.
DIALECTS = {
    "azure": {
        "anthropic-messages": {
            "base_url": "https://{resource}.services.ai.azure.com/anthropic/v1",
            "auth": "header:x-api-key,azure-entra",
        },
        "openai-embeddings": {
            "quirks": {
                "options": {"path": "/deployments/{model}/embeddings", "query": "api-version=2025-04-01-preview"}
            },
        },
        # seen: at both hosts of a resource.
        "openai-responses": {"base_url": "https://{resource}.openai.azure.com/openai/v1"},
    },
    "cohere": {"openai-chat": {"base_url": "https://api.cohere.ai/compatibility/v1"}},
    # seen: base64 is a third of the size of numbers.
    "openai": {"openai-embeddings": {"quirks": {"options": {"encoding": "base64"}}}},
    # seen: vectors are base64 of a signed byte a dimension.
    "perplexity": {"openai-embeddings": {"quirks": {"options": {"base64": "int8"}}}},
    "google-vertex": {
        "openai-chat": {
            "base_url": "https://[{region}-]aiplatform.googleapis.com/v1/projects/{project}/locations/{region}/endpoints/openapi"
        },
    },
}

# How a provider departs from its first dialect. Option names are those of the dialect's adapter.
# "seen" means: in recorded traffic of that provider; "documented": said of it in public. Under what is
# documented stands either `checked:` with the page that was read for it (the provider's own, or where
# that could not be had, the thread or page that quotes it or shows its error), or `not checked`:
# then it is from memory of the provider's reference, and may be out of date.
QUIRKS = {
    # documented: DashScope takes enable_thinking and thinking_budget in the body.
    # checked before, page not noted; the first of them again in
    # https://github.com/Mintplex-Labs/anything-llm/issues/3933
    "alibaba": {"options": {"reasoning": "enable_thinking,thinking_budget"}},
    "alibaba-cn": {"options": {"reasoning": "enable_thinking,thinking_budget"}},
    # seen: deployments in the path, named as the model unless an endpoint says otherwise. The version
    # is the latest that was seen; another one is `providers[].quirks.options.query` of cambio.yaml.
    "azure": {
        "options": {"path": "/deployments/{model}/chat/completions", "query": "api-version=2025-04-01-preview"}
    },
    # seen: earlier reasoning goes back with the tool results.
    "avian": {"options": {"history_reasoning": "reasoning_content"}},
    # seen: reasoning comes and goes back as `reasoning`.
    "cerebras": {"options": {"history_reasoning": "reasoning"}},
    # seen: the method's name in the path, the dialect's version in the body.
    "google-vertex-anthropic": {
        "options": {
            "path": "/publishers/anthropic/models/{model}:rawPredict",
            "stream_path": "/publishers/anthropic/models/{model}:streamRawPredict",
            "count_path": "/publishers/anthropic/models/count-tokens:rawPredict",
            "model_member": "false",
            "version": "vertex-2023-10-16",
            "version_in": "body",
        }
    },
    # seen: both the thinking object and reasoning_effort; tool conversations carry reasoning_content.
    "deepseek": {"options": {"reasoning": "thinking,effort", "history_reasoning": "reasoning_content"}},
    # seen: random_seed; every stream ends with usage unasked; "prefix": true continues an answer;
    # call ids of nine characters; thinking goes back as parts; documents as document_url.
    "mistral": {
        "renames": {"seed": "random_seed"},
        "options": {
            "usage": "none",
            "prefix": "member",
            "call_id": "nine",
            "history_reasoning": "thinking_parts",
            "file_part": "document_url",
        },
    },
    # The older name is refused by reasoning models, the newer one is taken by all.
    "openai": {"renames": {"max_tokens": "max_completion_tokens"}},
    # seen: documents as file_url.
    "perplexity": {"options": {"file_part": "file_url"}},
    # documented: enable_thinking and thinking_budget in the body.
    # checked: https://github.com/infiniflow/ragflow/pull/16225
    "siliconflow": {"options": {"reasoning": "enable_thinking,thinking_budget"}},
    "siliconflow-cn": {"options": {"reasoning": "enable_thinking,thinking_budget"}},
    # seen: "reasoning": {"effort": ...}.
    "snowflake-cortex": {"options": {"reasoning": "object"}},
    # documented: another name for the length, and texts only. checked before, page not noted.
    "voyageai": {"renames": {"dimensions": "output_dimension"}, "unsupported": ["token_input"]},
    # documented: "thinking": {"type": "enabled"}. checked before, page not noted.
    "volcengine": {"options": {"reasoning": "thinking"}},
    # seen: tool conversations carry reasoning_content.
    "xai": {"options": {"history_reasoning": "reasoning_content"}},
    # seen: both the thinking object and reasoning_effort; tool conversations carry reasoning_content.
    "zai": {"options": {"reasoning": "thinking,effort", "history_reasoning": "reasoning_content"}},
    "zhipuai": {"options": {"reasoning": "thinking,effort", "history_reasoning": "reasoning_content"}},
}


def dialect(provider, endpoint, usual):
    """The dialect of an endpoint whose facts are silent or wrong, or None where the facts hold."""
    upstream = endpoint["upstream_model_id"]
    if provider == "azure" and endpoint["model"].startswith("anthropic/"):
        return "anthropic-messages"  # as its older siblings, which the facts do mark
    if provider == "google-vertex" and not endpoint["model"].startswith("google/"):
        # Partners' models with a publisher in the name are behind the OpenAI-compatible path,
        # Mistral's are behind `rawPredict` (see quirks). Neither speaks Gemini.
        return "openai-chat"
    if endpoint["type"] == "embedding" and usual == "openai-chat":
        return "openai-embeddings"
    if provider in ("openai", "azure") and needs_responses(endpoint):
        return "openai-responses"
    return None


def generation(model):
    """The number in an OpenAI model's name, 0 where it has none that counts."""
    numbered = re.search(r"/gpt-(\d+(?:\.\d+)?)", model)
    return float(numbered.group(1)) if numbered else 0.0


def needs_responses(endpoint):
    """Whether OpenAI serves a model by Responses alone, or by it alone where there are tools."""
    model = endpoint["model"]
    if not model.startswith("openai/") or "-chat" in model:
        return False
    # documented: the pro and codex models have no chat completions at all. checked before, page not noted.
    if re.search(r"(-pro|codex)($|-)", model):
        return True
    # seen in the provider's own error: "Function tools with reasoning_effort are not supported for
    # gpt-5.4 in /v1/chat/completions", and so on for every later one that reasons by default.
    return bool(endpoint["capabilities"].get("reasoning")) and generation(model) >= 5.4


def long_cache_factor(endpoint):
    """documented: what is kept for an hour costs twice the input to write; the usual five minutes 1.25 times.

    checked: https://docs.rs/synaps/0.3.3/synaps_cli/pricing/ (which quotes Anthropic's price list).
    """
    hosts = ("anthropic", "azure", "google-vertex-anthropic", "amazon-bedrock")
    return 2 if endpoint["model"].startswith("anthropic/") and endpoint["provider"] in hosts else None


# What litellm 1.109.1 lists for sound where models.dev has nothing, or less: USD per million tokens.
SOUND = {
    "databricks:google/gemini-2.5-flash-lite": {"input_audio": "0.37499"},
    "databricks:google/gemini-3.1-flash-lite": {"input_audio": "0.62503"},
    "google-vertex:google/gemini-2.5-flash": {"input_audio": "1"},
    "google-vertex:google/gemini-2.5-flash-lite-preview-09-2025": {"input_audio": "0.3"},
    "volcengine:bytedance-seed/doubao-seed-2-1-lite-260915": {"input_audio": "1.725"},
}


def sound(endpoint):
    """Rates of sound that one more source has."""
    return SOUND.get(endpoint["id"], {})


def base_url(endpoint):
    """The base URL of one endpoint that is not where its dialect is at the provider; else None."""
    vertex = endpoint["provider"] == "google-vertex" and endpoint["model"].startswith("mistralai/")
    return BASE_URL["google-vertex"] if vertex and "/" not in endpoint["upstream_model_id"] else None


def quirks(dialect, endpoint):
    """How one endpoint departs from its dialect, beside its provider; None where it does not."""
    if dialect == "bedrock-converse":
        return bedrock(endpoint)
    if dialect == "anthropic-messages" and endpoint["model"].startswith("anthropic/"):
        return claude(endpoint)
    if dialect == "gemini" and endpoint["model"].startswith("google/gemini-"):
        return gemini(endpoint)
    if dialect == "cohere-v2" and endpoint["type"] != "embedding":
        return cohere(endpoint)
    if dialect == "openai-responses":
        return responses(endpoint)
    if endpoint["provider"] == "azure" and dialect == "openai-chat" and endpoint["model"].startswith("openai/"):
        # As at OpenAI itself: the older name is refused by reasoning models.
        return {"renames": {"max_tokens": "max_completion_tokens"}}
    if endpoint["provider"] == "google-vertex" and dialect == "openai-chat":
        return vertex_partner(endpoint["upstream_model_id"])
    return None


def responses(endpoint):
    """The efforts of OpenAI's models, and what came with the later ones. checked before, pages not noted."""
    model = endpoint["model"]
    number = generation(model)
    options = {}
    if model.endswith("gpt-5-pro"):
        options["efforts"] = "high"  # documented: it has no other
    elif re.search(r"/(o1|o3)-pro|codex-mini|gpt-5(\.1)?-codex$", model):
        options["efforts"] = "low,medium,high"  # documented: none and xhigh came later
    elif "codex" in model:
        options["efforts"] = "low,medium,high,xhigh"  # documented: xhigh since gpt-5.1-codex-max
    elif model.endswith("-pro"):
        options["efforts"] = "medium,high,xhigh"  # documented for gpt-5.2-pro and later
    elif number < 5.6:
        options["efforts"] = "none,low,medium,high,xhigh"  # documented
    if number >= 5.6:
        options["cache_control"] = "breakpoint"  # documented: prompt_cache_breakpoint from 5.6 on
    # documented: a reasoning model takes neither where it reasons.
    found = {"unsupported": ["temperature", "top_p"], "options": options}
    return {name: value for name, value in found.items() if value}


def claude(endpoint):
    """Anthropic's models differ by generation, which their parameters and names tell."""
    model = endpoint["model"]
    able = endpoint["capabilities"]
    options = {}
    unsupported = []
    if not able.get("reasoning"):
        options["reasoning"] = "none"
    elif "temperature" not in endpoint["supported_parameters"]:
        # documented: the generation without sampling parameters thinks adaptively, hides its
        # thoughts where nothing is said, and continues no message. seen: adaptive, summarized.
        # checked: https://github.com/crewAIInc/crewAI/pull/5810 (4.7: no temperature, no prefill),
        # https://github.com/strands-rl/strands-env/pull/258 (5: adaptive only, thoughts empty unless asked)
        options.update(reasoning="adaptive", thinking_display="summarized")
        unsupported += ["temperature", "top_p", "top_k", "prefix"]
        if "opus" in model:
            options["efforts"] = "low,medium,high,xhigh,max"  # seen: xhigh
    elif re.search(r"4\.[156]$", model):
        # documented: temperature or top_p, not both. checked: the provider's error in
        # https://github.com/BerriAI/litellm/issues/15097 (4.5), https://github.com/open-webui/pipelines/pull/546
        # (4.1), https://github.com/OpenHands/OpenHands/pull/12909 (4.6)
        options["one_sampler"] = "true"
        if model.endswith("4.6"):
            # documented. checked: https://platform.claude.com/docs/en/about-claude/models/migration-guide as
            # quoted in https://github.com/agno-agi/agno/issues/7015
            unsupported.append("prefix")
    if able.get("json_schema"):
        options["structured_output"] = "output_config"  # seen
    if able.get("caching"):
        options["cache"] = "always"  # breakpoints are set unless the caller sets some, or says none
    found = {"unsupported": unsupported, "options": options}
    return {name: value for name, value in found.items() if value} or None


def vertex_partner(upstream):
    """documented: Mistral's models are called by `rawPredict` and speak Mistral's own dialect. not checked:
    https://docs.mistral.ai/fr/models/deployment/cloud-deployments/vertex was found, but not its request.
    """
    if "/" in upstream:
        return None
    return {
        "renames": {"seed": "random_seed"},
        "options": {
            "path": "/publishers/mistralai/models/{model}:rawPredict",
            "stream_path": "/publishers/mistralai/models/{model}:streamRawPredict",
            "usage": "none",
            "prefix": "member",
            "call_id": "nine",
            "file_part": "document_url",
        },
    }


def cohere(endpoint):
    """documented: only the models that think take `thinking`, and tools go to those trained for them.

    checked: https://docs.cohere.com/docs/reasoning (the first); the second is not checked.
    """
    able = endpoint["capabilities"]
    unsupported = [] if able.get("tools", True) else ["tools", "tool_choice", "parallel_tool_calls"]
    options = {} if able.get("reasoning") else {"reasoning": "none"}
    found = {"unsupported": unsupported, "options": options}
    return {name: value for name, value in found.items() if value} or None


def gemini(endpoint):
    """Google's models differ by generation: budgets before Gemini 3, levels from it on."""
    model = endpoint["model"]
    if model.endswith("embedding-2") or "embedding-2-" in model:
        # seen at Vertex AI: embedContent, one text at a time; batches at AI Studio.
        return {"options": {"embedding": "single"}} if endpoint["provider"] == "google-vertex" else None
    if not endpoint["capabilities"].get("reasoning"):
        return None
    if "-2.5-pro" in model:
        # documented. checked: https://hexdocs.pm/gemini_ex/0.11.0/Gemini.Validation.ThinkingConfig.md
        # (which also says that 2.5 Flash Lite takes 0, or 512 and more: a gap that no option has)
        return {"options": {"least_budget": "128", "most_budget": "32768"}}
    generation = re.search(r"gemini-(\d+)", model)
    if generation is None or int(generation.group(1)) < 3:
        return None
    # documented: levels in place of budgets, media within the results of functions, and calls
    # without a thought signature are refused unless they carry the stand-in.
    # checked: https://hexdocs.pm/gemini_ex/Gemini.Types.Enums.ThinkingLevel.html (3 Pro and 3 Flash),
    # https://docs.rs/adk-rust/2.1.0/adk_rust/model/gemini/enum.ThinkingLevel.html (3.1 Pro: no minimal),
    # https://github.com/strands-agents/sdk-python/pull/1298 (the stand-in); media is not checked.
    levels = "minimal,low,medium,high" if "flash" in model else "low,medium,high"
    if "-3-pro" in model:
        levels = "low,high"
    return {
        "options": {
            "reasoning": "level",
            "levels": levels,
            "tool_media": "within",
            "unsigned_calls": "skip",
        }
    }


def bedrock(endpoint):
    """One dialect for many makers, whose name begins the upstream one after a profile's region."""
    if endpoint["type"] == "embedding":
        return None
    able = endpoint["capabilities"]
    maker = re.sub(r"^(us|eu|apac|jp|au|ca|us-gov|global)\.", "", endpoint["upstream_model_id"])
    options = {}
    unsupported = []
    if endpoint["inference_profiles"]:
        options["inference_profiles"] = ",".join(endpoint["inference_profiles"])
    if not able.get("caching"):
        # documented: cache points are for named models only.
        # checked: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
        unsupported.append("cache_control")
    if maker.startswith("anthropic."):
        bedrock_claude(endpoint["model"], able, options, unsupported)
    elif maker.startswith("amazon.nova"):
        # documented. checked: https://docs.aws.amazon.com/nova/latest/nova2-userguide/core-inference.html
        options["top_k"] = "nova"
        # documented: not among the models with outputConfig.
        # checked: https://github.com/langchain-ai/langchain-aws/issues/883
        options["structured_output"] = "tool"
        if able.get("reasoning"):
            options["reasoning"] = "nova"  # seen
    elif maker.startswith("openai.gpt-oss"):
        # documented: reasoning_effort. checked: https://github.com/anomalyco/opencode/pull/48195
        options["reasoning"] = "effort"
    elif maker.startswith("openai.gpt-") and generation(endpoint["model"]) >= 5.6:
        # documented: reasoning.effort, where the flat member is refused. checked:
        # https://github.com/anomalyco/opencode/pull/48195 (5.6, 6 astra without none),
        # https://github.com/stdapi-ai/stdapi.ai/issues/283 (the words of 5.6 and 6). 5.4 and 5.5 were
        # observed by nobody and are told nothing.
        options["reasoning"] = "effort_object"
        off = "" if "astra" in maker else "none,"
        options["efforts"] = off + "low,medium,high,xhigh,max"
    elif maker.startswith(("amazon.titan", "mistral.mistral-7b", "mistral.mixtral")):
        # documented: no instructions. checked for Titan:
        # https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
        # (the rows of Mistral's models were not in what was read)
        options["system"] = "user"
    found = {"unsupported": unsupported, "options": options}
    return {name: value for name, value in found.items() if value} or None


def bedrock_claude(model, able, options, unsupported):
    """Anthropic's generations; the facts' parameters are too thin here, so the name tells."""
    numbered = re.search(r"claude-(?:[a-z]+-)?(\d+(?:\.\d+)?)", model)
    generation = float(numbered.group(1)) if numbered else 0.0
    options["reasoning_format"] = "anthropic-claude-v1"
    if able.get("caching"):
        options["cache"] = "always"  # as at Anthropic itself
    if generation >= 4.7:
        # documented: no sampling parameters, adaptive thinking, no message to be continued. checked:
        # see claude(), and https://github.com/strands-rl/strands-env/pull/258 for Converse
        options.update(reasoning="adaptive", thinking_display="summarized")  # seen
        unsupported += ["temperature", "top_p", "top_k", "prefix"]
        if "opus" in model:
            options["efforts"] = "low,medium,high,xhigh,max"
    else:
        options["top_k"] = "top_k"  # documented. not checked
        if able.get("reasoning"):
            options["reasoning"] = "thinking"  # seen
        if generation in (4.1, 4.5, 4.6):
            # documented: temperature or top_p, not both.
            # checked: https://github.com/aws-samples/bedrock-chat/pull/979
            options["one_sampler"] = "true"
        if generation == 4.6:
            # documented. checked: https://github.com/strands-agents/sdk-python/issues/1694
            unsupported.append("prefix")
    if generation < 4.5:
        # documented: outputConfig from 4.5 on. checked: https://github.com/langchain-ai/langchain-aws/issues/883
        options["structured_output"] = "tool"
        # documented: an hour from 4.5 on. checked: https://github.com/aws-samples/bedrock-access-gateway/issues/224
        options["long_cache"] = "false"
