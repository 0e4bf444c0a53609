export { createGitHooks, type GitHookService } from '../hooks/create-hook-service.ts'
export { createGitRemotes, type GitRemoteService } from './create-remote-service.ts'
