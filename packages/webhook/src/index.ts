export { createDeliverer, type Deliverer } from './deliverer.ts'
export { createOutbox } from './outbox.ts'
export { pruneDeliveries } from './prune.ts'
export { createWebhookService, type WebhookService } from './webhook-service.ts'
