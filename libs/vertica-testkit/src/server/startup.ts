import { serverMessage } from '../wire/server-message.ts';
import { hiddenValue } from '../transcript/transcript-entry.ts';
import type { StartupPacket } from '../wire/startup-packet.ts';
import type { Channel } from './channel.ts';
import type { ServerSetup } from './server-setup.ts';

type Startup = Extract<StartupPacket, { name: 'Startup' }>;

/** Startup keys whose values nobody may see. */
const secretKey = /pass|token|totp|secret/i;

/** Answers everything that comes before the startup packet. Shape: undefined when the connection was for a cancel request only. */
export async function receiveStartup(channel: Channel, setup: ServerSetup): Promise<Startup | undefined> {
  for (;;) {
    const packet = await channel.receivePacket();
    switch (packet.name) {
      case 'SSLRequest':
        await answerSslRequest(channel, setup);
        break;
      case 'LoadBalanceRequest': {
        channel.record({ kind: 'load-balance-request' });
        const target = setup.loadBalanceTo;
        await channel.send(
          target ? serverMessage.loadBalance(target.host, target.port) : serverMessage.singleByte('N'),
        );
        break;
      }
      case 'CancelRequest':
        channel.record({ kind: 'cancel-request', matched: setup.cancel(packet.pid, packet.key) });
        return undefined;
      case 'Startup': {
        const { protocolVersion } = packet;
        const parameters = withoutSecrets(packet.parameters);
        channel.record({ kind: 'startup', secure: channel.secure, protocolVersion, parameters });
        return { ...packet, parameters };
      }
    }
  }
}

async function answerSslRequest(channel: Channel, { tls }: ServerSetup): Promise<void> {
  channel.record({ kind: 'ssl-request' });
  if ((await channel.reach({ at: 'tls' })) === 'replaced') return;
  await channel.send(serverMessage.singleByte(tls && !channel.secure ? 'S' : 'N'));
  if (tls && !channel.secure) await channel.startTls(tls);
}

function withoutSecrets(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...parameters].map(([key, value]) => [key, value !== '' && secretKey.test(key) ? hiddenValue : value]),
  );
}
