/** Imported before Wechaty: its own log would fill the test's. */
process.env.WECHATY_LOG ??= 'silent';
