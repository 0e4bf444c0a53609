import { readdir, readFile } from 'node:fs/promises'
import { newId } from '@berth/core'
import { createNetwork } from '@berth/network'
import { afterEach, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { ask, createLab, type Lab, request, serve, traces, within } from './lab.ts'

const labs: Lab[] = []

async function lab(): Promise<Lab> {
  const made = await createLab()
  labs.push(made)
  return made
}

afterEach(async () => {
  for (const made of labs.splice(0)) await made.close()
})

test('many attachments at once get different addresses, and the same again when asked again', async () => {
  const { network } = await lab()
  const project = newId('project')
  const requests = Array.from({ length: 12 }, (_, i) => request(project, `app-${i}`))
  const first = await Promise.all(requests.map((one) => network.attach(one)))
  expect(new Set(first.map((one) => one.address)).size).toBe(12)
  expect(new Set(first.map((one) => one.netnsPath)).size).toBe(12)
  expect(await Promise.all(requests.map((one) => network.attach(one)))).toEqual(first)
})

test('a container that is attached goes on when the agent is gone, and the next agent adopts it', async () => {
  const { network, options } = await lab()
  const project = newId('project')
  const [one, two] = [request(project, 'one'), request(project, 'two')]
  const before = [await network.attach(one), await network.attach(two)]
  const server = await serve(before[0]?.netnsPath ?? '', 80)
  // the first is never closed: its process was killed
  const next = createNetwork(options)
  await next.open()
  expect([await next.get(one.containerId), await next.get(two.containerId)]).toEqual(before)
  expect(await ask(before[1]?.netnsPath ?? '', before[0]?.address ?? '', 80)).toBe(before[1]?.address)
  const third = await next.attach(request(project, 'three'))
  expect(await ask(third.netnsPath, before[0]?.address ?? '', 80)).toBe(third.address)
  await server.stop()
  await next.close()
})

test('whoever gets an address again is reached at once, also when the agent was killed in between', async () => {
  const { network, options } = await lab()
  const project = newId('project')
  const [goes, stays] = [request(project, 'goes'), request(project, 'stays')]
  const before = await network.attach(goes)
  const sibling = await network.attach(stays)
  const server = await serve(before.netnsPath, 80)
  for (const from of ['host', sibling.netnsPath]) expect(await ask(from, before.address, 80)).toBeDefined()
  await server.stop()
  await network.detach(goes.containerId)
  // the first is never closed: its process was killed
  const next = createNetwork(options)
  await next.open()
  const after = await next.attach(request(project, 'comes'))
  expect(after.address).toBe(before.address)
  const heir = await serve(after.netnsPath, 80)
  for (const from of ['host', sibling.netnsPath]) expect(await ask(from, after.address, 80)).toBeDefined()
  await heir.stop()
  await next.close()
})

test('an attachment whose namespace is gone, as after a reboot, is made anew', async () => {
  const { network, options } = await lab()
  const one = request(newId('project'), 'one')
  const { netnsPath } = await network.attach(one)
  await network.close()
  await within('host', 'umount', '--lazy', netnsPath)
  const next = createNetwork(options)
  await next.open()
  expect(await next.get(one.containerId)).toBeUndefined()
  const again = await next.attach(one)
  expect((await within(again.netnsPath, 'ip', '-brief', 'address', 'show', 'eth0')).stdout).toContain(
    again.address,
  )
  await next.close()
})

test("a project's last container takes the bridge, the subnet and the records along", async () => {
  const { network, options, instance } = await lab()
  const [one, two] = [request(newId('project'), 'one'), request(newId('project'), 'two')]
  await network.attach(one)
  await network.attach(two)
  expect(await readdir(options.resolverDir)).toHaveLength(2)
  await network.sweep(new Set([two.containerId]))
  await network.detach(one.containerId)
  expect(await network.get(one.containerId)).toBeUndefined()
  expect(await readdir(options.resolverDir)).toEqual([`${two.projectId}.json`])
  expect((await traces(instance)).filter((trace) => trace.startsWith(`b${instance}p`))).toHaveLength(1)
})

test('the resolver is told who is in a project, and who may ask', async () => {
  const { network, options } = await lab()
  const one = { ...request(newId('project'), 'shop'), names: ['shop', 'web.shop'] }
  const { address, gateway } = await network.attach(one)
  const records: unknown = JSON.parse(await readFile(`${options.resolverDir}/${one.projectId}.json`, 'utf8'))
  expect(records).toEqual({
    gateway,
    subnet: expect.stringContaining('/22'),
    names: { shop: [address], 'web.shop': [address] },
  })
})

test('the next container of a network finds a port ready, and the last one takes those that wait along', async () => {
  const { network, instance } = await lab()
  const projectId = newId('project')
  const [one, two] = [request(projectId, 'one'), request(projectId, 'two')]
  await network.attach(one)
  const ports = async () => (await traces(instance)).filter((trace) => /^b\w{6}v\S+ +UP/.test(trace))
  await eventually(async () => (await ports()).length >= 3)
  const before = await ports()
  const { hostInterface, address } = await network.attach(two)
  expect(before.some((trace) => trace.includes(hostInterface))).toBe(true)
  expect(address).not.toBe((await network.get(one.containerId))?.address)
  await network.detach(one.containerId)
  await network.detach(two.containerId)
  const bridges = (await traces(instance)).filter((trace) => trace.includes(`b${instance}p`))
  expect(bridges).toEqual([])
})

test('two platforms on one machine take different subnets', async () => {
  const [first, second] = [await lab(), await lab()]
  const one = await first.network.attach(request(newId('project'), 'one'))
  const two = await second.network.attach(request(newId('project'), 'two'))
  expect(one.gateway).not.toBe(two.gateway)
})

test('reset leaves nothing of the instance on the host, also after a crash', async () => {
  const { network, options, instance } = await lab()
  await network.attach(request(newId('project'), 'one'))
  expect(await traces(instance)).not.toEqual([])
  await network.close() // ends its work, and leaves all of it, as a crash does
  await createNetwork(options).reset()
  expect(await traces(instance)).toEqual([])
})

test('an id or a name that is not of the grammar goes no further', async () => {
  const { network } = await lab()
  const good = request(newId('project'), 'one')
  await expect(async () => network.attach({ ...good, containerId: '../../etc' })).rejects.toMatchObject({
    code: 'input.invalid',
  })
  await expect(async () => network.attach({ ...good, names: ['a\nb'] })).rejects.toMatchObject({
    code: 'input.invalid',
  })
})
