// The worker's main file, bundled to dist/template-worker.js: the adapter starts it, the schema room does the work.
import {parentPort} from 'node:worker_threads'
import {requestHandler} from '../src/schema/worker-main'

const handle = requestHandler()
parentPort.on('message', request => parentPort.postMessage(handle(request)))
// Tells that ajv is loaded; the time limit of a template starts only after this.
parentPort.postMessage('ready')
