import { newId } from '@berth/core'
import type { Attachment } from '@berth/network'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, createLab, type Lab, request, serve, within } from './lab.ts'

let lab: Lab
let victim: Attachment
let thief: Attachment
let stranger: Attachment
let server: { stop(): Promise<void> }

beforeAll(async () => {
  lab = await createLab()
  const project = newId('project')
  victim = await lab.network.attach(request(project, 'victim'))
  thief = await lab.network.attach(request(project, 'thief')) // on the victim's own bridge: nobody is nearer
  stranger = await lab.network.attach(request(newId('project'), 'stranger'))
  server = await serve(victim.netnsPath, 80)
})

afterAll(async () => {
  await server.stop()
  await lab.close()
})

const macOf = async (netns: string) =>
  /link\/ether (\S+)/.exec((await within(netns, 'ip', 'link', 'show', 'eth0')).stdout)?.[1]

const macIn = async (netns: string, address: string) =>
  /lladdr (\S+)/.exec((await within(netns, 'ip', 'neigh', 'show', address)).stdout)?.[1]

/** Tells everybody on the wire, as a question and as an answer, that `address` is here. */
async function claim(netns: string, address: string): Promise<void> {
  await within(netns, 'ip', 'address', 'add', `${address}/32`, 'dev', 'eth0')
  for (const kind of ['-U', '-A']) {
    const sent = await within(
      netns,
      'busybox',
      'arping',
      kind,
      '-c',
      '3',
      '-I',
      'eth0',
      '-s',
      address,
      address,
    )
    expect(sent.stdout).toMatch(/Sent [1-9]/)
  }
  await within(netns, 'ip', 'address', 'del', `${address}/32`, 'dev', 'eth0')
}

test("nobody takes a neighbour's or the gateway's address over by ARP", async () => {
  expect(await ask('host', victim.address, 80)).toBe(victim.gateway)
  const [ofVictim, ofGateway] = [
    await macIn('host', victim.address),
    await macIn(victim.netnsPath, victim.gateway),
  ]
  expect([ofVictim, ofGateway]).toEqual([expect.any(String), expect.any(String)])
  for (const { netnsPath } of [thief, stranger]) {
    await claim(netnsPath, victim.address)
    await claim(netnsPath, victim.gateway)
  }
  expect(await macIn('host', victim.address)).toBe(ofVictim)
  expect(await macIn(victim.netnsPath, victim.gateway)).toBe(ofGateway)
  expect(await ask('host', victim.address, 80)).toBe(victim.gateway)
})

test('IPv6 that somebody turns on reaches neither neighbour nor host', async () => {
  const parties = [victim, thief, stranger]
  for (const [i, { netnsPath }] of parties.entries()) {
    await within(netnsPath, 'sh', '-c', 'echo 0 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6')
    const added = await within(netnsPath, 'ip', 'address', 'add', `fd00::${i + 1}/64`, 'dev', 'eth0', 'nodad')
    expect(added.code).toBe(0)
  }
  for (const { netnsPath } of [thief, stranger]) {
    expect((await within(netnsPath, 'busybox', 'ping6', '-c1', '-W1', 'fd00::1')).code).not.toBe(0)
    // as an advertisement that answers all would be: it comes from its own MAC, and is not IPv4
    expect(
      (await within(netnsPath, 'busybox', 'ping6', '-c1', '-W1', '-I', 'eth0', 'ff02::1')).code,
    ).not.toBe(0)
  }
  expect(await macIn(victim.netnsPath, 'fd00::2')).toBeUndefined()
  const known = await within('host', 'ip', '-6', 'neigh', 'show')
  const mac = await macOf(thief.netnsPath)
  expect(mac).toBeDefined()
  expect(known.stdout).not.toContain(mac)
})
