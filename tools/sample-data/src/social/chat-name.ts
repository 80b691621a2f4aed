import { draw } from '../random/draw.ts';

const FIRST =
  'amber brave calm clever cosmic crimson dapper eager early faded fancy fluffy frosty gentle golden grumpy happy hidden hollow humble icy jolly keen lazy lonely lucky lunar mellow merry misty modest noble odd pale patient polite proud quiet rapid rusty salty shiny silent silver sleepy smooth snowy solar spicy steady stormy sunny swift tidy tiny vivid warm wicked wild windy witty young zany zesty'.split(
    ' ',
  );
const SECOND =
  'acorn badger beacon beaver bison breeze brook cactus canyon cedar cloud comet cricket dolphin falcon fern finch fjord fox gecko glacier harbor hedgehog heron island jackal kettle lagoon lantern lemur lynx magpie maple meadow meteor mole moss nettle orchid osprey otter owl panda pebble pepper pine planet puffin quartz raven reef robin saddle salmon shadow sparrow teapot thunder tiger tulip turtle walnut willow wolf'.split(
    ' ',
  );

/**
 * A made-up pair of words with a number; one name in twenty holds a comma, a quote or an emoji.
 *
 * Shape: `version` tells the names of one user apart; `commas: false` keeps commas out.
 */
export function chatName(key: number, user: number, version: number, commas: boolean): string {
  const bits = draw(key, user, 10 + version);
  const first = FIRST[bits % FIRST.length]!;
  const second = SECOND[(bits >>> 8) % SECOND.length]!;
  const number = (bits >>> 16) % 1000;
  switch (draw(key, user, 20 + version) % 60) {
    case 0:
      return commas ? `${first}, ${second} ${number}` : `${first} ${second} ${number} 🌵`;
    case 1:
      return `${first} "${second}" ${number}`;
    case 2:
      return `${first} ${second} ${number} 🦊`;
    default:
      return `${first} ${second} ${number}`;
  }
}
