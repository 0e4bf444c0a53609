/** Where apps answer: derived from the platform's public address and the apps' domain. */
export type Addresses = {
  /** public address of the platform, `https://berth.example` */
  readonly url: string
  /** domain of the apps, with its port where there is one: `apps.example:7070` */
  readonly appsDomain: string
}

/** `hello--acme.apps.example:7070` */
function authority(app: string, tenant: string, { appsDomain }: Addresses): string {
  return `${app}--${tenant}.${appsDomain}`.toLowerCase()
}

/** `http://hello--acme.localhost:7070` */
export function appUrl(app: string, tenant: string, addresses: Addresses): string {
  return `${new URL(addresses.url).protocol}//${authority(app, tenant, addresses)}`
}

/** `hello--acme.localhost`: as a door without ports knows it. */
export function appHost(app: string, tenant: string, addresses: Addresses): string {
  return authority(app, tenant, addresses).replace(/:\d+$/, '')
}
