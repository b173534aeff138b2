import { parentPort } from 'node:worker_threads'
import { serve } from './workerServer.ts'

if (parentPort !== null) serve(parentPort)
