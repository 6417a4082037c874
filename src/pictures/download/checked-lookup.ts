// Names of hosts to addresses, each looked at before anything connects to it.
import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { setting, UserError } from '../../util/errors.ts';

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const resolveHost: Resolve = (host) => lookup(host, { all: true });

/** Why nothing connects to an address: "a private address"; undefined: it may. */
export type RefuseAddress = (address: string) => string | undefined;

/**
 * A host that is written as an address is connected to without a lookup, so it is looked at here.
 *
 * @param remark behind the address in the message
 * @throws UserError
 */
export function assertHostAllowed({ hostname }: URL, refuse: RefuseAddress, remark: string): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) assertAllowed(address, refuse, `${address}${remark}`);
}

function assertAllowed(address: string, refuse: RefuseAddress, meant: string): void {
  const why = refuse(address);
  if (why === undefined) return;
  throw new UserError(
    `${meant} is ${why}; add ${setting('allowPrivateAddresses')} if pictures are to come from there`,
  );
}

/**
 * A lookup for `node:http`: the connection goes to the very addresses that were looked at, so that a name server cannot
 * answer otherwise the second time. One address that is refused is enough to refuse a host.
 */
export function createCheckedLookup(resolve: Resolve, refuse: RefuseAddress): LookupFunction {
  const find = async (host: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(host);
    for (const { address } of addresses) {
      assertAllowed(address, refuse, `${address}, the address of ${host},`);
    }
    return addresses;
  };
  return (host, { all }, callback) => {
    find(host).then(
      (addresses) => {
        if (all === true) callback(null, [...addresses]);
        else callback(null, addresses[0].address, addresses[0].family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
