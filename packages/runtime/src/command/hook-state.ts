import { type ContainerState, describeState, type SavedContainer } from './container-state.ts'

/**
 * What a hook inside the container reads: the state with the pid as it is seen there, which only berth-init knows. So it
 * is cut in two where the pid stands.
 */
export function hookState(saved: SavedContainer): { readonly before: string; readonly after: string } {
  const { pid: _, ...state }: ContainerState = describeState(saved, 'created')
  return { before: `${JSON.stringify(state).slice(0, -1)},"pid":`, after: '}' }
}
