/** Imported first: a notice of the AWS SDK about coming Node versions says nothing to who starts this. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
