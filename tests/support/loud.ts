/** Imported before anything that logs: tests that look for what must not stand in the log want all of it. */
process.env.POWERTOOLS_LOG_LEVEL = 'DEBUG';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
