// Grade the security headers with the modules of the MDN HTTP Observatory, whose own command
// takes no port. Arguments: host, port for http, port for https. Prints one JSON object.
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import {
  getGradeForScore,
  getScoreModifier,
} from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";

const [host, httpPort, httpsPort] = process.argv.slice(2);
const answer = await retrieve(host, { httpPort, httpsPort });
if (!answer.responses.auto) throw new Error("the site does not answer");

let withExtras = 100;
let plain = 100;
const tests = {};
for (const test of ALL_TESTS) {
  const output = test(answer);
  const points = output.result ? getScoreModifier(output.result) : 0;
  tests[output.constructor.name] = { result: output.result, pass: output.pass, points };
  withExtras += points;
  if (points < 0) plain += points;
}
// Extra points count only where nothing else is wrong.
const total = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? withExtras : plain;
const { grade, score } = getGradeForScore(total);
console.log(JSON.stringify({ grade, score, tests }, null, 2));
process.exit(0);
