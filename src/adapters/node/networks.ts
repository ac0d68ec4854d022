import {BlockList, isIP} from 'node:net'

const list = (...subnets: readonly (readonly [string, number])[]): BlockList => {
  const blocks = new BlockList()
  for (const [net, prefix] of subnets) blocks.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4')
  return blocks
}

/** Where clouds answer a machine about itself, keys included. No data set lies there. */
const METADATA = list(['169.254.0.0', 16], ['fe80::', 10], ['fd00:ec2::254', 128], ['100.100.100.200', 32])

const PRIVATE = list(
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::', 127],
  ['fc00::', 7],
)

const within = (blocks: BlockList, address: string) =>
  isIP(address) !== 0 && blocks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

export type Network = 'public' | 'private' | 'metadata'

/** Which network an address of a machine, no name, belongs to. */
export const networkOf = (address: string): Network =>
  within(METADATA, address) ? 'metadata' : within(PRIVATE, address) ? 'private' : 'public'
