/** What happens to the images of a tenant; those of @berth/registry fit. `tenantId` is null for what belongs to none. */
export type Happening = { readonly tenantId: string | null } & (
  | {
      readonly kind: 'push'
      readonly repository: string
      readonly digest: string
      readonly tag: string | null
      readonly mediaType: string
      readonly bytes: number
      readonly by: string | null
    }
  | {
      readonly kind: 'pull'
      readonly repository: string
      readonly digest: string
      readonly tag: string | null
      readonly count: number
    }
  | {
      readonly kind: 'delete'
      readonly repository: string
      readonly digest: string | null
      readonly tag: string | null
      readonly why: 'asked' | 'retention'
      readonly by: string | null
    }
  | {
      readonly kind: 'quota'
      readonly level: 'warning' | 'exceeded'
      readonly usedBytes: number
      readonly limitBytes: number
    }
)
