/** What happens to the images and apps of a tenant; `tenantId` is null for `library`. */
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
  /** `count` pulls since the last one that was told of the same manifest by the same name */
  | {
      readonly kind: 'pull'
      readonly repository: string
      readonly digest: string
      readonly tag: string | null
      readonly count: number
    }
  /** one tag, a manifest with its tags, or with neither the whole repository */
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
  /** an app is in trouble; `message` is one English sentence */
  | {
      readonly kind: 'crash_loop' | 'out_of_memory' | 'deploy_failed' | 'disk_full'
      readonly app: string
      readonly message: string
    }
  | { readonly kind: 'backup_failed'; readonly volume: string; readonly message: string }
  /** of a node, to its administrators */
  | { readonly kind: 'disk_full'; readonly node: string; readonly message: string }
)
