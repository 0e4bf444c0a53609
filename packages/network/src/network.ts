import type { Egress } from './egress.ts'

/** A container's place in its project's network. The namespace is pinned at `netnsPath`. */
export type Attachment = {
  readonly netnsPath: string
  readonly address: string
  readonly gateway: string
  /** contents for the container's own files */
  readonly resolvConf: string
  readonly hosts: string
  /** host end of the veth pair: its counters are the container's traffic, with rx and tx exchanged */
  readonly hostInterface: string
}

export type AttachRequest = {
  readonly containerId: string
  readonly tenantId: string
  readonly projectId: string
  readonly hostname: string
  readonly names: readonly string[]
  /** it may use what the node's settings let builds reach */
  readonly isBuild?: boolean
  /** it lives in a small network, of which this is reached; absent: all that is public, in a network for a thousand */
  readonly egress?: Egress | undefined
  /** that it may hold at once, where that is less than what anybody may: the next lower power of two, from 16 */
  readonly connections?: number | undefined
  /** bytes per second in each direction; absent: no limit */
  readonly bandwidth?: number | undefined
}

/**
 * Networks of one node: a bridge per project, a pool of ready namespaces, nftables sets, records of the resolver.
 * Everything carries the instance id; `reset` removes all of it, also after a crash.
 */
export type Network = {
  /** Prepare host settings, the nft table and the pool; adopts what an earlier run left. */
  open(): Promise<void>
  /** Idempotent by `containerId`. `names` resolve to its address within the project: app name, `<process>.<app>`. */
  attach(request: AttachRequest): Promise<Attachment>
  get(containerId: string): Promise<Attachment | undefined>
  /** Idempotent. Gives address and namespace back; a project's last container takes its bridge along. */
  detach(containerId: string): Promise<void>
  traffic(containerId: string): Promise<{ rxBytes: number; txBytes: number }>
  /** Networks that containers have their addresses in now, as `100.64.0.0/22`. */
  subnets(): readonly string[]
  /** Detach what is not in `keep`. */
  sweep(keep: ReadonlySet<string>): Promise<void>
  /** Remove everything of this instance from the host. */
  reset(): Promise<void>
  close(): Promise<void>
}
