/**
 * Figures the alarms and the dashboard watch, written to the log in CloudWatch's embedded format: no call,
 * no waiting. Dimensions are the stage only; never a person, a class or a message.
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const UNITS = {
  notice_sent: MetricUnit.Count,
  /** Put off: quota, outage, throttle. */
  notice_later: MetricUnit.Count,
  /** Given up because the person cannot be reached. */
  notice_undeliverable: MetricUnit.Count,
  /** Given up because something here is wrong: no permission, rejected. Somebody is alarmed. */
  delivery_error: MetricUnit.Count,
  /** Of what the gateway was to send, given up: nobody there, failed five times, or nobody fetched it in time. */
  gateway_dead: MetricUnit.Count,
  /** How long the oldest thing waits that the gateway is to send. */
  gateway_oldest_s: MetricUnit.Seconds,
} as const;
export type MetricName = keyof typeof UNITS;

// Only where CloudWatch reads the output: elsewhere the lines would drown the terminal.
const in_lambda = Boolean(process.env.AWS_LAMBDA_FUNCTION_NAME);
const metrics = new Metrics({
  namespace: 'Songxun',
  serviceName: 'songxun',
  defaultDimensions: { stage: process.env.STAGE || 'dev' },
  singleMetric: false,
});

/** Note a figure; it leaves with the next `flushMetrics`. */
export function measure(name: MetricName, value = 1): void {
  if (in_lambda) metrics.addMetric(name, UNITS[name], value);
}

/** At the end of every invocation, in a `finally`. */
export function flushMetrics(): void {
  if (in_lambda) metrics.publishStoredMetrics();
}
