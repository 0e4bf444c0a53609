import { createHostCommands } from './host-commands.ts'
import { lowSettings } from './host-settings.ts'
import { spawnProgram } from './run-program.ts'

/** One thing that `doctor` says about the host's network. */
export type HostCheck = { readonly name: string; readonly ok: boolean; readonly message: string }

/** Whether containers can be connected on this host, and what to do when they cannot. Needs root. */
export async function checkHost(instance: string): Promise<readonly HostCheck[]> {
  const chains = await createHostCommands(spawnProgram)
    .nftQuery(['list', 'chains'])
    .then(
      (json) => droppingChains(json, instance),
      (error: unknown) => error,
    )
  return [...settingChecks(await lowSettings()), firewallCheck(chains)]
}

function settingChecks(low: Awaited<ReturnType<typeof lowSettings>>): readonly HostCheck[] {
  if (low.length === 0) return [{ name: 'host limits', ok: true, message: 'as many containers need them' }]
  return low.map(({ key, least, value, why }) => ({
    name: `host limit ${key.replaceAll('/', '.')}`,
    ok: false,
    message: `is ${value ?? 'missing'}, needs ${least} (${why}): sysctl -w ${key.replaceAll('/', '.')}=${least}`,
  }))
}

function firewallCheck(chains: unknown): HostCheck {
  if (!Array.isArray(chains))
    return { name: 'firewall', ok: false, message: `nft does not answer: ${String(chains)}` }
  if (chains.length === 0)
    return { name: 'firewall', ok: true, message: 'no other table drops forwarded packets' }
  return {
    name: 'firewall',
    ok: false,
    message: `${chains.join(', ')} drops forwarded packets by default: containers reach the internet only where it accepts them`,
  }
}

/** Chains of others on the forward hook whose policy is drop, from `nft -j list chains`. */
export function droppingChains(json: string, instance: string): readonly string[] {
  const { nftables = [] } = JSON.parse(json || '{}') as {
    nftables?: readonly {
      chain?: { family: string; table: string; name: string; hook?: string; policy?: string }
    }[]
  }
  return nftables.flatMap(({ chain }) =>
    chain?.hook === 'forward' && chain.policy === 'drop' && chain.table !== `berth_${instance}`
      ? [`${chain.family} ${chain.table} ${chain.name}`]
      : [],
  )
}
