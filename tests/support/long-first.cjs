/** Long suites begin first: on a machine that has no times of earlier runs, a long one that begins last is waited for alone. */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONG = ['local/demo', 'journeys/journeys', 'chat/later-anything', 'gateway/model', 'model/', 'gateway/crash'];

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = LONG.findIndex((one) => path.includes(`/tests/${one}`));
      return found < 0 ? LONG.length : found;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
